'use client';

import { useActionState, useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { emptyForm, type FormAction, type FormState } from '@/lib/workspaces/form-state';

import { Banner } from '../ui/banner';

const nothing: Record<string, string> = {};

type ActionFormProps<Done> = {
  action: FormAction<Done>;
  /** What is posted unseen. */
  hidden?: Record<string, string>;
  className?: string;
  children: (state: FormState<Done>) => ReactNode;
};

/**
 * A form on a server action; works without JavaScript too. What was typed stays, except after success with
 * `values` emptied by the action. After a refusal the first wrong field, else the message, has the focus.
 */
export function ActionForm<Done>({ action, hidden = nothing, className, children }: ActionFormProps<Done>) {
  const [state, post] = useActionState<FormState<Done>, FormData>(action, emptyForm);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state === emptyForm) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-form-message]')?.focus();
  }, [state]);
  const isCleared = state.done !== undefined && Object.keys(state.values).length === 0;
  return (
    <form
      ref={form}
      action={post}
      // React empties a form after its action; here what was typed stays until the action empties it.
      onReset={(event) => {
        if (!isCleared) event.preventDefault();
      }}
      noValidate
      className={className ?? 'flex flex-col gap-4'}
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {state.message === undefined ? null : (
        <div role="alert" tabIndex={-1} data-form-message="" className="rounded-xl outline-none">
          <Banner tone="red">{state.message}</Banner>
        </div>
      )}
      {children(state)}
    </form>
  );
}
