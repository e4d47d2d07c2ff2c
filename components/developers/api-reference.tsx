'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

import { Banner } from '../ui/banner';
import { Spinner } from '../ui/spinner';

type Reference = { destroy: () => void };
type Scalar = { createApiReference: (place: Element, settings: Record<string, unknown>) => Reference };

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'object' && value !== null && 'createApiReference' in value;

const CSS = `
  .scalar-app, .scalar-api-reference {
    --scalar-font: var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif;
    --scalar-font-code: var(--font-geist-mono), ui-monospace, monospace;
    --scalar-color-accent: var(--accent-ink);
    --scalar-background-1: var(--background);
    --scalar-background-2: var(--panel);
    --scalar-background-3: var(--hover);
    --scalar-border-color: var(--line);
    --scalar-color-1: var(--ink);
    --scalar-color-2: var(--soft);
    --scalar-color-3: var(--soft);
    --scalar-sidebar-background-1: var(--panel);
    --scalar-sidebar-border-color: var(--line);
    --scalar-sidebar-color-1: var(--ink);
    --scalar-sidebar-color-2: var(--soft);
    --scalar-sidebar-search-color: var(--soft);
    --scalar-color-green: var(--green-ink);
    --scalar-color-blue: var(--blue-ink);
    --scalar-color-orange: var(--amber-ink);
    --scalar-color-yellow: var(--amber-ink);
    --scalar-color-red: var(--red-ink);
    --scalar-color-purple: var(--accent-ink);
  }
  /* Nameless to screen readers, and scrolled in by none but a mouse. */
  button.group\\/copy-button:not([aria-label]) { display: none; }
  .scalar-card-content:has(> .endpoints) { max-height: none !important; overflow: visible !important; }
  .endpoints { max-height: none !important; overflow: visible !important; white-space: normal !important; overflow-wrap: anywhere; }`;

const isDark = () =>
  (document.documentElement.dataset['theme'] ??
    (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

/** Reference of an OpenAPI document, drawn by Scalar from our own server: no fonts, telemetry, assistant or proxy of others. */
export function ApiReference({ scriptUrl, documentUrl }: { scriptUrl: string; documentUrl: string }) {
  const t = useTranslations('settings.developers');
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'drawn' | 'failed'>('loading');

  useEffect(() => {
    let reference: Reference | null = null;
    const script = document.createElement('script');
    script.src = scriptUrl;
    script.addEventListener('load', () => {
      const scalar: unknown = Reflect.get(window, 'Scalar');
      if (!isScalar(scalar) || !place.current) return;
      reference = scalar.createApiReference(place.current, {
        url: documentUrl,
        telemetry: false,
        withDefaultFonts: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        showDeveloperTools: 'never',
        hideClientButton: true,
        hideDarkModeToggle: true,
        forceDarkModeState: isDark() ? 'dark' : 'light',
        defaultOpenFirstTag: true,
        customCss: CSS,
      });
      setState('drawn');
    });
    script.addEventListener('error', () => setState('failed'));
    document.head.append(script);
    return () => {
      reference?.destroy();
      script.remove();
    };
  }, [scriptUrl, documentUrl]);

  return (
    <>
      {state === 'loading' ? (
        <output className="text-soft flex items-center justify-center gap-2 py-20">
          <Spinner /> {t('loading')}
        </output>
      ) : null}
      {state === 'failed' ? (
        <Banner tone="red" role="alert" className="m-5">
          {t('failed')}
        </Banner>
      ) : null}
      <div ref={place} />
    </>
  );
}
