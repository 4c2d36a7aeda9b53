import type { ConversationId } from '@countinghouse/protocol';
import type { OpenConversation } from '@countinghouse/sdk';
import { lazy } from 'react';
import { LazyOverlay } from '../../shared/LazyOverlay.tsx';
import { EmojiPicker } from './emoji/EmojiPicker.tsx';
import { MessageMenu } from './menu/MessageMenu.tsx';
import { Versions } from './message/Versions.tsx';
import { useScope } from './scope.ts';
import type { Overlays } from './use-overlays.ts';

// Each comes when it is first opened.
const ForwardDialog = lazy(() => import('./forward/ForwardDialog.tsx').then((m) => ({ default: m.ForwardDialog })));
const ImageViewer = lazy(() => import('./viewers/ImageViewer.tsx').then((m) => ({ default: m.ImageViewer })));
const DocumentViewer = lazy(() => import('./viewers/DocumentViewer.tsx').then((m) => ({ default: m.DocumentViewer })));
const PollDialog = lazy(() => import('./polls/PollDialog.tsx').then((m) => ({ default: m.PollDialog })));
const ScheduleDialog = lazy(() => import('./composer/ScheduleDialog.tsx').then((m) => ({ default: m.ScheduleDialog })));

interface OverlayViewProps {
  open: OpenConversation;
  conversationId: ConversationId;
  onScheduled(): void;
}

export function OverlayView({ overlays, ...props }: OverlayViewProps & { overlays: Overlays }) {
  const { current } = overlays;
  if (!current) return null;
  const close = () => overlays.close(current);
  return (
    <LazyOverlay onClose={close}>
      <Current {...props} current={current} close={close} />
    </LazyOverlay>
  );
}

interface CurrentProps extends OverlayViewProps {
  current: NonNullable<Overlays['current']>;
  close(): void;
}

function Current({ current, close, open, conversationId, onScheduled }: CurrentProps) {
  const { actions, selection } = useScope();
  switch (current.kind) {
    case 'menu':
      return <MessageMenu message={current.message} anchor={current.anchor} onClose={close} />;
    case 'emoji':
      return (
        <EmojiPicker
          anchor={current.anchor}
          onClose={close}
          onPick={(emoji) => {
            close();
            actions.react(current.message, emoji, true);
          }}
        />
      );
    case 'versions':
      return <Versions message={current.message} anchor={current.anchor} onClose={close} />;
    case 'forward':
      return (
        <ForwardDialog
          messages={current.messages}
          onClose={close}
          onDone={() => {
            selection.end();
            close();
          }}
        />
      );
    case 'images':
      return <ImageViewer images={current.images} first={current.first} onClose={close} />;
    case 'document':
      return <DocumentViewer file={current.file} onClose={close} />;
    case 'poll':
      return (
        <PollDialog
          onCancel={close}
          onCreate={(poll) => {
            close();
            open.post({ text: '', poll });
          }}
        />
      );
    case 'schedule':
      return (
        <ScheduleDialog
          conversationId={conversationId}
          message={current.message}
          onClose={close}
          onDone={() => {
            close();
            onScheduled();
          }}
        />
      );
  }
}
