'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';

import { Button, type ButtonLook } from '../ui/button';

/** Posts its form, and turns while that is under way. */
export function SubmitButton({
  variant = 'primary',
  children,
  ...look
}: ButtonLook & { children: ReactNode }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" variant={variant} pending={pending} {...look}>
      {children}
    </Button>
  );
}
