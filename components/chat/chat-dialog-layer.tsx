'use client';

import dynamic from 'next/dynamic';

import { patiently } from '../ui/patiently';
import { closeChatDialog, setChatDialog, useChatDialog } from './chat-dialogs';

const CreateChannel = dynamic(
  patiently(async () => (await import('./create-channel-dialog')).CreateChannelDialog),
  {
    ssr: false,
  },
);
const BrowseChannels = dynamic(
  patiently(async () => (await import('./browse-channels-dialog')).BrowseChannelsDialog),
  {
    ssr: false,
  },
);
const NewDirect = dynamic(
  patiently(async () => (await import('./new-direct-dialog')).NewDirectDialog),
  { ssr: false },
);
const EditChannel = dynamic(
  patiently(async () => (await import('./edit-channel-dialog')).EditChannelDialog),
  {
    ssr: false,
  },
);
const AddPeople = dynamic(
  patiently(async () => (await import('./add-people-dialog')).AddPeopleDialog),
  { ssr: false },
);
const Status = dynamic(
  patiently(async () => (await import('./status-dialog')).StatusDialog),
  { ssr: false },
);
const Picture = dynamic(
  patiently(async () => (await import('./picture-dialog')).PictureDialog),
  { ssr: false },
);
const RowMenu = dynamic(
  patiently(async () => (await import('./row-menu')).RowMenu),
  { ssr: false },
);
const Confirm = dynamic(
  patiently(async () => (await import('../ui/confirm-dialog')).ConfirmDialog),
  { ssr: false },
);

function close(): void {
  setChatDialog(null);
}

/** Draws whichever of chat's dialogs is open; each loads when it first opens. Once per workspace page. */
export function ChatDialogLayer() {
  const dialog = useChatDialog();
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'create-channel':
      return <CreateChannel onClose={close} />;
    case 'browse':
      return <BrowseChannels onClose={close} />;
    case 'direct':
      return <NewDirect onClose={close} />;
    case 'status':
      return <Status onClose={close} />;
    case 'picture':
      return <Picture onClose={close} />;
    case 'edit-channel':
      return <EditChannel conversation={dialog.conversation} onClose={close} />;
    case 'add-people':
      return <AddPeople {...dialog} onClose={close} />;
    case 'row-menu':
      return <RowMenu {...dialog} onClose={() => closeChatDialog(dialog)} />;
    case 'confirm':
      break;
  }
  return <Confirm open {...dialog} onOpenChange={(isOpen) => (isOpen ? undefined : close())} />;
}
