'use client';

import texts from '@/messages/en/errors.json';

import './globals.css';

/** When even the root layout failed: no providers are left, so texts come straight from the catalogue. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  const { title, text, retry: label } = texts.unexpected;
  return (
    <html lang="en">
      <body className="font-sans">
        <title>{title}</title>
        <main className="mx-auto flex min-h-dvh max-w-sm flex-col items-center justify-center px-6 text-center">
          <h1 className="text-lg font-semibold">{title}</h1>
          <p className="text-soft mt-1.5">{text}</p>
          <button
            type="button"
            className="bg-accent text-on-accent hover:bg-accent-hover mt-5 h-[30px] rounded px-3 font-medium"
            onClick={retry}
          >
            {label}
          </button>
        </main>
      </body>
    </html>
  );
}
