'use client';

import { useActionState, useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { Banner } from '@/components/ui/banner';
import { emptyForm, type FormAction, type FormState } from '@/lib/accounts/form-state';

const nothing: Record<string, string> = {};

type AuthFormProps = {
  action: FormAction;
  /** Where to go afterwards; carried along in the form. */
  next?: string | undefined;
  /** More that is posted unseen. */
  hidden?: Record<string, string>;
  children: (state: FormState) => ReactNode;
};

/**
 * A form that works without JavaScript too: messages at the top, what was typed is kept. After a refusal the first wrong
 * field has the focus. Checked by the server alone, so that everybody reads the same words.
 */
export function AuthForm({ action, next, hidden = nothing, children }: AuthFormProps) {
  const [state, post] = useActionState(action, emptyForm);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state === emptyForm) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-form-message]')?.focus();
  }, [state]);
  return (
    <form
      ref={form}
      action={post}
      // React empties a form after its action; here what was typed stays until the page changes.
      onReset={(event) => event.preventDefault()}
      noValidate
      className="flex flex-col gap-4"
    >
      {next === undefined ? null : <input type="hidden" name="next" value={next} />}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <output className="block empty:hidden">
        {state.notice === undefined ? null : <Banner tone="green">{state.notice}</Banner>}
      </output>
      {state.message === undefined ? null : (
        <div role="alert" tabIndex={-1} data-form-message="" className="rounded-xl outline-none">
          <Banner tone="red">{state.message}</Banner>
        </div>
      )}
      {children(state)}
    </form>
  );
}
