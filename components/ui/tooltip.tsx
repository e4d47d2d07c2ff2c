'use client';

import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

import { Kbd } from './kbd';

type TipContent = { label: string; keys?: string | undefined };

// One tooltip moves between all triggers: rows of hundreds of buttons cost one popup.
const handle = Tooltip.createHandle<TipContent>();

/**
 * Names its child on hover and keyboard focus. The child must be one element that takes a ref and props and
 * has its own accessible name; the tooltip is for the eyes only. Needs `<TipLayer>` once on the page.
 */
export function Tip({ label, keys, children }: TipContent & { children: ReactElement }) {
  return <Tooltip.Trigger handle={handle} payload={{ label, keys }} render={children} />;
}

/** Draws the tooltip of whichever `Tip` is active. `AppFrame` has it. */
export function TipLayer() {
  return (
    <Tooltip.Provider delay={450} closeDelay={0}>
      <Tooltip.Root handle={handle} disableHoverablePopup>
        {({ payload }) => (
          <Tooltip.Portal>
            <Tooltip.Positioner sideOffset={6} collisionPadding={8} className="z-50">
              <Tooltip.Popup className="pop bg-rail text-rail-ink shadow-float flex items-center gap-2 rounded-md px-2 py-1 text-xs font-medium">
                {payload?.label}
                {payload?.keys === undefined ? null : (
                  <Kbd keys={payload.keys} className="bg-rail-raised text-rail-ink border-transparent" />
                )}
              </Tooltip.Popup>
            </Tooltip.Positioner>
          </Tooltip.Portal>
        )}
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
