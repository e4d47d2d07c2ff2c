import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';

import { cn } from './cn';
import { Input } from './input';

type FieldText = {
  label: ReactNode;
  /** What to type or what happens with it; hidden while an error shows. */
  hint?: ReactNode;
  /** What is wrong and what to do; announced when it appears. */
  error?: ReactNode;
  /** At the right end of the label's line, such as a link "Forgot it?". */
  aside?: ReactNode;
};

/** What the control of a field must carry so that label, hint and error belong to it. */
type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
};

type FieldProps = FieldText & {
  id?: string | undefined;
  className?: string | undefined;
  children: (control: FieldControl) => ReactNode;
};

/** Label, control, then hint or error: `<Field label="Role">{(control) => <Textarea {...control} />}</Field>`. */
export function Field({ label, hint, error, aside, id, className, children }: FieldProps) {
  const made = useId();
  const controlId = id ?? made;
  const noteId = `${controlId}-note`;
  const wrong = error !== undefined && error !== null && error !== '' && error !== false;
  const note = wrong ? error : hint;
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={controlId} className="text-sm font-medium">
          {label}
        </label>
        {aside === undefined ? null : <span className="text-soft text-sm">{aside}</span>}
      </div>
      {children({
        id: controlId,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': wrong || undefined,
      })}
      <div id={noteId} aria-live="polite" className={cn('text-sm', wrong ? 'text-red-ink' : 'text-soft')}>
        {note}
      </div>
    </div>
  );
}

type TextFieldProps = FieldText & Omit<ComponentProps<'input'>, 'children'>;

/** A labelled one-line input; takes every prop of `<input>`. */
export function TextField({ label, hint, error, aside, id, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside} id={id} className={className}>
      {(control) => <Input {...input} {...control} />}
    </Field>
  );
}
