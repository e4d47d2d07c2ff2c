'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

import { cn } from './cn';
import { Kbd } from './kbd';
import { dangerItemClass, groupLabelClass, itemClass, menuLineClass, popupClass } from './menu-look';

type MenuProps = {
  /** One element, usually a `Button` or `IconButton`, that opens the menu. */
  trigger: ReactElement;
  children: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'center' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

/** A drop-down menu. Children: `MenuItem`, `MenuLink`, `MenuRadioGroup`, `MenuCheck`, `MenuGroup`, `MenuLine`. */
export function Menu({
  trigger,
  children,
  side = 'bottom',
  align = 'start',
  open,
  onOpenChange,
  className,
}: MenuProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 outline-hidden"
        >
          <Base.Popup className={cn(popupClass, className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type MenuItemProps = {
  children: ReactNode;
  icon?: ReactNode;
  /** Shortcut shown at the right, as `useHotkeys` takes it; the menu does not bind it. */
  keys?: string;
  onClick?: () => void;
  disabled?: boolean;
  danger?: boolean;
};

export function MenuItem({ children, icon, keys, onClick, disabled = false, danger = false }: MenuItemProps) {
  return (
    <Base.Item
      className={cn(itemClass, danger && dangerItemClass)}
      disabled={disabled}
      onClick={() => onClick?.()}
    >
      {icon}
      <span className="grow truncate">{children}</span>
      {keys === undefined ? null : <Kbd keys={keys} />}
    </Base.Item>
  );
}

/** An item that goes somewhere; `render` may be a `<Link>` for client-side navigation. */
export function MenuLink({
  children,
  icon,
  render,
}: {
  children: ReactNode;
  icon?: ReactNode;
  render: ReactElement;
}) {
  return (
    <Base.LinkItem className={itemClass} render={render} closeOnClick>
      {icon}
      <span className="min-w-0 grow truncate">{children}</span>
    </Base.LinkItem>
  );
}

type MenuRadioGroupProps<Value extends string> = {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
};

/** One choice of few inside a menu, which stays open; the chosen one has a tick. */
export function MenuRadioGroup<Value extends string>({
  label,
  value,
  onValueChange,
  options,
}: MenuRadioGroupProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={groupLabelClass}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: Value) => onValueChange(next)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={itemClass}>
            {option.icon}
            <span className="grow">{option.label}</span>
            <Base.RadioItemIndicator className="text-accent-ink">
              <Check />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

type MenuCheckProps = {
  children: ReactNode;
  icon?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
};

/** Something that is on or off, inside a menu, which stays open. */
export function MenuCheck({ children, icon, checked, onCheckedChange }: MenuCheckProps) {
  return (
    <Base.CheckboxItem
      className={itemClass}
      checked={checked}
      onCheckedChange={(next) => onCheckedChange(next)}
    >
      {icon}
      <span className="grow">{children}</span>
      <Base.CheckboxItemIndicator className="text-accent-ink">
        <Check />
      </Base.CheckboxItemIndicator>
    </Base.CheckboxItem>
  );
}

/** A titled part of a menu. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={groupLabelClass}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className={menuLineClass} />;
}
