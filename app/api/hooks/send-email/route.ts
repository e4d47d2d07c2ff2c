import { receiveSendEmailHook } from '@/lib/accounts/send-email-hook';

export const POST = receiveSendEmailHook;
