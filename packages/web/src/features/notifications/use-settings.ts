import { type NotificationSettings, type NotificationState, notifications } from '@countinghouse/protocol';
import { useRef, useState } from 'react';
import { useMessenger } from '../../shared/messenger.tsx';
import { useAction } from '../../shared/use-action.ts';
import { type Query, useQuery } from '../../shared/use-query.ts';

/** The server's state with the changes of this page on it, which are saved one after the other: the last one counts. */
export function useSettings(): {
  state: Query<NotificationState>;
  settings: NotificationSettings | undefined;
  change(part: Partial<NotificationSettings>): void;
} {
  const { call } = useMessenger();
  const state = useQuery(
    notifications.get,
    {},
    { reloadOn: (change) => change.kind === 'list' && change.list === 'notification-settings' },
  );
  const [unsaved, setUnsaved] = useState<NotificationSettings | null>(null);
  const latest = useRef<{ unsaved: NotificationSettings | null; isSaving: boolean }>({ unsaved, isSaving: false });
  const keep = (settings: NotificationSettings | null) => {
    latest.current.unsaved = settings;
    setUnsaved(settings);
  };
  const save = useAction(async (settings: NotificationSettings) =>
    state.replace(await call(notifications.set, { body: settings })),
  );
  const saveAll = async () => {
    const now = latest.current;
    if (now.isSaving) return;
    now.isSaving = true;
    while (now.unsaved) {
      const next = now.unsaved;
      const isSaved = await save.run(next);
      if (!isSaved) state.reload();
      if (!isSaved || now.unsaved === next) keep(null);
    }
    now.isSaving = false;
  };
  return {
    state,
    settings: unsaved ?? state.data?.settings,
    change: (part) => {
      const before = latest.current.unsaved ?? state.data?.settings;
      if (!before) return;
      keep({ ...before, ...part });
      void saveAll();
    },
  };
}
