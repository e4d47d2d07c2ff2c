import auth from '@/messages/en/auth.json';
import chat from '@/messages/en/chat.json';
import errors from '@/messages/en/errors.json';
import inbox from '@/messages/en/inbox.json';
import meetings from '@/messages/en/meetings.json';
import people from '@/messages/en/people.json';
import presence from '@/messages/en/presence.json';
import ringing from '@/messages/en/ringing.json';
import settings from '@/messages/en/settings.json';
import shell from '@/messages/en/shell.json';
import site from '@/messages/en/site.json';
import ui from '@/messages/en/ui.json';

/** Every text of the product, one file per feature; another language is another folder beside `messages/en`. */
export const messages = {
  auth,
  chat,
  errors,
  inbox,
  meetings,
  people,
  presence,
  ringing,
  settings,
  shell,
  site,
  ui,
};

export type Messages = typeof messages;

export type Namespace = keyof Messages;

declare module 'next-intl' {
  interface AppConfig {
    Locale: 'en';
    Messages: Messages;
  }
}
