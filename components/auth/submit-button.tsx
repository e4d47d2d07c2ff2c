'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';

import { Button, type ButtonLook } from '@/components/ui/button';

type SubmitButtonProps = ButtonLook & {
  /** Tells the action which button was pressed, where a form has several. */
  intent?: string;
  'aria-label'?: string;
  children: ReactNode;
};

/** Posts its form; turns while its own press is under way, and waits while another's is. */
export function SubmitButton({
  intent,
  variant = 'primary',
  size = 'lg',
  children,
  ...rest
}: SubmitButtonProps) {
  const { pending, data } = useFormStatus();
  const isMine = pending && (data.get('intent') ?? undefined) === intent;
  return (
    <Button
      type="submit"
      {...(intent === undefined ? {} : { name: 'intent', value: intent })}
      variant={variant}
      size={size}
      pending={isMine}
      disabled={pending}
      {...rest}
    >
      {children}
    </Button>
  );
}
