import Link from 'next/link';

type OtherWayProps = { question: string; link: string; href: string };

/** Below a form: "New here? Create an account". */
export function OtherWay({ question, link, href }: OtherWayProps) {
  return (
    <>
      {question}{' '}
      <Link href={href} className="text-accent-ink rounded-xs font-medium underline underline-offset-3">
        {link}
      </Link>
    </>
  );
}
