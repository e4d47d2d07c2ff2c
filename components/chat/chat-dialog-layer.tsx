'use client';

import dynamic from 'next/dynamic';

import { closeChatDialog, setChatDialog, useChatDialog } from './chat-dialogs';

const CreateChannel = dynamic(async () => (await import('./create-channel-dialog')).CreateChannelDialog, {
  ssr: false,
});
const BrowseChannels = dynamic(async () => (await import('./browse-channels-dialog')).BrowseChannelsDialog, {
  ssr: false,
});
const NewDirect = dynamic(async () => (await import('./new-direct-dialog')).NewDirectDialog, { ssr: false });
const EditChannel = dynamic(async () => (await import('./edit-channel-dialog')).EditChannelDialog, {
  ssr: false,
});
const AddPeople = dynamic(async () => (await import('./add-people-dialog')).AddPeopleDialog, { ssr: false });
const Status = dynamic(async () => (await import('./status-dialog')).StatusDialog, { ssr: false });
const Picture = dynamic(async () => (await import('./picture-dialog')).PictureDialog, { ssr: false });
const RowMenu = dynamic(async () => (await import('./row-menu')).RowMenu, { ssr: false });
const Confirm = dynamic(async () => (await import('../ui/confirm-dialog')).ConfirmDialog, { ssr: false });

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
