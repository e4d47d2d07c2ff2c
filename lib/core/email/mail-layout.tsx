import type { ReactNode } from 'react';
import { Body, Button, Container, Head, Heading, Html, Link, Preview, Section, Text } from 'react-email';

import { env } from '../env';
import { mailText as t } from './mail-text';

// Mail readers know neither OKLCH nor variables: these are the light colours of app/globals.css in sRGB.
const ink = '#172124';
const soft = '#5b686b';
const line = '#dbe3e3';
const accent = '#00716e';
const font = "'Geist', -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const paragraph = { margin: '0 0 16px', fontSize: 15, lineHeight: '23px', color: ink };
const small = { ...paragraph, fontSize: 13, lineHeight: '20px', color: soft };

type MailLayoutProps = {
  heading: string;
  /** Shown by mail readers beside the subject. */
  preview: string;
  children: ReactNode;
};

/** The one look of every mail: a mark, a heading, a few lines, at most one button. */
export function MailLayout({ heading, preview, children }: MailLayoutProps) {
  const { APP_URL } = env();
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light" />
      </Head>
      <Preview>{preview}</Preview>
      <Body style={{ margin: 0, padding: '32px 12px', backgroundColor: '#f5f8f8', fontFamily: font }}>
        <Container
          style={{
            maxWidth: 480,
            padding: '32px 32px 20px',
            backgroundColor: '#ffffff',
            border: `1px solid ${line}`,
            borderRadius: 9,
          }}
        >
          <Text
            style={{ margin: '0 0 24px', fontSize: 15, fontWeight: 600, lineHeight: '20px', color: accent }}
          >
            Parley
          </Text>
          <Heading
            as="h1"
            style={{ margin: '0 0 12px', fontSize: 21, fontWeight: 600, lineHeight: '28px', color: ink }}
          >
            {heading}
          </Heading>
          {children}
        </Container>
        <Container style={{ maxWidth: 480, padding: '16px 32px 0' }}>
          <Text style={{ ...small, margin: 0, fontSize: 12, lineHeight: '18px' }}>
            {t('footer', { host: new URL(APP_URL).host })}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

export function MailParagraph({ children }: { children: ReactNode }) {
  return <Text style={paragraph}>{children}</Text>;
}

/** What may be skipped: validity, what to do when it was not you. */
export function MailNote({ children }: { children: ReactNode }) {
  return <Text style={small}>{children}</Text>;
}

/** The one thing to do, and its address in full for readers that show no buttons. */
export function MailAction({ url, children }: { url: string; children: ReactNode }) {
  return (
    <>
      <Section style={{ margin: '8px 0 24px' }}>
        <Button
          href={url}
          style={{
            padding: '11px 18px',
            borderRadius: 7,
            backgroundColor: accent,
            color: '#ffffff',
            fontSize: 15,
            fontWeight: 600,
            lineHeight: '20px',
            textDecoration: 'none',
          }}
        >
          {children}
        </Button>
      </Section>
      <Text style={small} data-skip-in-text="true">
        {t('copyLink')}
        <br />
        <Link href={url} style={{ color: accent, wordBreak: 'break-all' }}>
          {url}
        </Link>
      </Text>
    </>
  );
}

/** A code to type in, large and easy to copy. */
export function MailCode({ code }: { code: string }) {
  return (
    <Text
      style={{
        margin: '0 0 16px',
        padding: '12px 0',
        borderRadius: 7,
        backgroundColor: '#f1f6f6',
        color: ink,
        fontFamily: "'Geist Mono', ui-monospace, Menlo, Consolas, monospace",
        fontSize: 24,
        fontWeight: 600,
        lineHeight: '32px',
        letterSpacing: 6,
        textAlign: 'center',
      }}
    >
      {code}
    </Text>
  );
}
