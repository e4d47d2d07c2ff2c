'use client';

import { useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import type { KeyboardEvent, Ref } from 'react';

import { cn } from '../ui/cn';
import { formatText } from './format-text';
import type { Format } from './format-text';
import { optionId } from './listbox';
import { MentionList, useMentionChoice } from './mention-list';
import { mentionAt } from './mentions';
import type { Nameable } from './mentions';
import { formatOfPress, isInFence } from './writing-keys';

export type WritingHandle = {
  focus: () => void;
  format: (format: Format) => void;
  /** Puts text where the caret is. */
  insert: (text: string) => void;
};

type WritingFieldProps = {
  label: string;
  text: string;
  onTextChange: (text: string) => void;
  /** Somebody was chosen from the list of people. */
  onPick: (person: Nameable) => void;
  onSubmit: () => void;
  onEscape?: () => void;
  /** Arrow up in an empty field. */
  onUpWhenEmpty?: () => void;
  /** Begins with the focus, at the end of the text. */
  takesFocus?: boolean;
  handle?: Ref<WritingHandle>;
  className?: string;
};

/** Replaces a part of a text area so that the browser's undo knows of it. */
function replaceText(area: HTMLTextAreaElement, from: number, to: number, insert: string): void {
  area.focus();
  area.setSelectionRange(from, to);
  if (insert === '' && from === to) return;
  document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert);
}

/** Where messages are written: a text area that grows, with formatting keys and a list of people after `@`. */
export function WritingField(props: WritingFieldProps) {
  const { label, text, onTextChange, onPick, onSubmit, onEscape, onUpWhenEmpty, takesFocus = false } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const found = mentionAt(text, caret);
  const mention = useMentionChoice(found === null ? null : found.query, found?.start);

  const choose = (person: Nameable) => {
    if (area.current === null || found === null) return;
    onPick(person);
    replaceText(area.current, found.start, caret, `@${person.name} `);
  };
  const format = (kind: Format) => {
    const field = area.current;
    if (field === null) return;
    const change = formatText(field.value, field.selectionStart, field.selectionEnd, kind);
    replaceText(field, change.from, change.to, change.insert);
    field.setSelectionRange(change.selectFrom, change.selectTo);
  };

  useImperativeHandle(props.handle, () => ({
    focus: () => area.current?.focus(),
    format,
    insert: (insert) => {
      const field = area.current;
      if (field !== null) replaceText(field, field.selectionStart, field.selectionEnd, insert);
    },
  }));

  useEffect(() => {
    if (!takesFocus || area.current === null) return;
    area.current.focus();
    area.current.setSelectionRange(area.current.value.length, area.current.value.length);
  }, [takesFocus]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (mention.people.length > 0 && mention.onKey(event.key, choose)) {
      event.preventDefault();
      return;
    }
    const kind = formatOfPress(event.nativeEvent, document.documentElement.dataset['mac'] !== undefined);
    if (kind !== null) format(kind);
    else if (event.key === 'Enter' && !event.shiftKey) {
      const isForced = event.ctrlKey || event.metaKey;
      if (!isForced && isInFence(text, event.currentTarget.selectionStart)) return;
      onSubmit();
    } else if (event.key === 'Escape' && onEscape !== undefined) onEscape();
    else if (event.key === 'ArrowUp' && text === '' && onUpWhenEmpty !== undefined) onUpWhenEmpty();
    else return;
    event.preventDefault();
  };

  return (
    <div className="relative">
      <textarea
        ref={area}
        rows={1}
        aria-label={label}
        placeholder={label}
        aria-autocomplete="list"
        aria-controls={mention.people.length > 0 ? listId : undefined}
        aria-activedescendant={mention.people.length > 0 ? optionId(listId, mention.index) : undefined}
        enterKeyHint="send"
        value={text}
        onChange={(event) => {
          onTextChange(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => mention.dismiss()}
        onKeyDown={onKeyDown}
        className={cn(
          'field-sizing-content block max-h-[min(16rem,40dvh)] min-h-9 w-full resize-none bg-transparent px-3.5 pt-2.5 pb-1 text-ink outline-hidden pointer-coarse:text-[1rem]',
          props.className,
        )}
      />
      <MentionList id={listId} people={mention.people} index={mention.index} onChoose={choose} />
    </div>
  );
}
