'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

import { cn } from './cn';
import { Kbd } from './kbd';
import type { MenuProps } from './menu';
import { dangerItemClass, groupLabelClass, itemClass, menuLineClass, popupClass } from './menu-look';
import type { PopupState } from './use-popup-trigger';

type MenuViewProps = Omit<MenuProps, 'trigger' | 'onOpenChange'> & { state: PopupState };

/** What opens. Use `Menu` of `menu.tsx`. */
export function MenuView({ state, children, side = 'bottom', align = 'start', className }: MenuViewProps) {
  return (
    <Base.Root open={state.open} onOpenChange={(open) => state.onOpenChange(open)}>
      <Base.Portal>
        <Base.Positioner
          anchor={state.anchor}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 outline-hidden"
        >
          <Base.Popup finalFocus={() => returnTo(state.anchor)} className={cn(popupClass, className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** What was chosen may have opened a dialog, which has the focus by then and keeps it. */
function returnTo(anchor: PopupState['anchor']) {
  const at = document.activeElement;
  const isElsewhere = at !== null && at !== document.body && at.closest('[role=menu]') === null;
  return isElsewhere ? false : anchor;
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

type MenuRadioGroupProps = {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: string; icon?: ReactNode }[];
};

export function MenuRadioGroup({ label, value, onValueChange, options }: MenuRadioGroupProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className={groupLabelClass}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: string) => onValueChange(next)}>
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
