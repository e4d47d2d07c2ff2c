import { cn } from './cn';
import { hueOf, initials } from './initials';

const sizes = {
  '2xs': 'size-4 rounded-sm text-[7px]',
  xs: 'size-5 rounded-[5px] text-[8px]',
  sm: 'size-7 rounded-md text-2xs',
  md: 'size-9 rounded text-sm',
  lg: 'size-14 rounded-xl text-xl',
};

/** Told by shape too, not by colour alone: filled, hollow, or with a bar. */
const dots = {
  online: 'bg-green',
  away: 'bg-background border-[1.5px] border-amber',
  busy: 'bg-amber',
  dnd: 'bg-red-solid after:absolute after:inset-x-[20%] after:top-[40%] after:bottom-[40%] after:bg-white',
  offline: 'bg-background border-[1.5px] border-faint',
};

export type Presence = keyof typeof dots;

/** A person's presence as a small sign; the word for it must stand beside it. */
export function PresenceDot({ state, className }: { state: Presence; className?: string | undefined }) {
  return (
    <span
      aria-hidden="true"
      data-presence={state}
      className={cn('relative inline-block shrink-0 rounded-full', dots[state], className)}
    />
  );
}

type AvatarProps = {
  name: string;
  /** What the hue is made from; give the person's id, so that a new name keeps the colour. */
  seed?: string;
  src?: string | null;
  size?: keyof typeof sizes;
  presence?: Presence | undefined;
  /** Class of the ring that cuts the presence dot out of its ground, such as `ring-panel`. */
  ring?: string;
  className?: string;
};

/**
 * A person or workspace: picture, else initials on a hue made from `seed`. Decorative: the name must
 * stand beside it or in the control's label, and the initials are drawn by CSS, so that no copied text has them.
 */
export function Avatar({
  name,
  seed = name,
  src,
  size = 'md',
  presence,
  ring = 'ring-background',
  className,
}: AvatarProps) {
  const picture = src !== undefined && src !== null;
  const shape = cn(
    'grid place-items-center bg-cover bg-center font-semibold text-white before:content-[attr(data-initials)]',
    sizes[size],
  );
  const ground = picture
    ? { backgroundImage: `url(${JSON.stringify(src)})` }
    : { backgroundColor: `oklch(53% 0.1 ${hueOf(seed)})` };
  return (
    <span aria-hidden="true" className={cn('relative inline-block shrink-0 select-none', className)}>
      <span className={shape} style={ground} data-initials={picture ? '' : initials(name)} />
      {presence === undefined ? null : (
        <PresenceDot
          state={presence}
          className={cn(
            'absolute -right-0.5 -bottom-0.5 ring-2',
            size === 'xs' ? 'size-2' : size === '2xs' ? 'size-1.5' : 'size-2.5',
            ring,
          )}
        />
      )}
    </span>
  );
}

type AvatarStackProps = {
  people: readonly { id: string; name: string; src?: string | null }[];
  /** How many to draw; the rest is left to a number beside the stack. */
  max?: number;
  ring?: string;
};

/** A few overlapping small avatars, as beside the number of members. */
export function AvatarStack({ people, max = 3, ring = 'ring-raised' }: AvatarStackProps) {
  return (
    <span className="flex -space-x-[3px]" aria-hidden="true">
      {people.slice(0, max).map((person) => (
        <Avatar
          key={person.id}
          name={person.name}
          seed={person.id}
          src={person.src ?? null}
          size="xs"
          className={cn('rounded-[5px] ring-1', ring)}
        />
      ))}
    </span>
  );
}
