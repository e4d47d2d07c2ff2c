import { toast } from '../ui/toast';

/** Copies and says so; where the browser forbids it, says that. */
export async function copyText(text: string, done: string, failed: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(done);
  } catch {
    toast.error(failed);
  }
}
