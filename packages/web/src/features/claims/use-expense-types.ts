import { claims, type ExpenseType } from '@countinghouse/protocol';
import type { Messenger } from '@countinghouse/sdk';
import { useEffect, useState } from 'react';
import { useNameOf } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';

/** They change with the firm's policy, not while somebody reads: one request serves all cards of a session. */
const fetched = new WeakMap<Messenger, Promise<ExpenseType[]>>();

function fetchOnce(messenger: Messenger): Promise<ExpenseType[]> {
  const known = fetched.get(messenger);
  if (known) return known;
  const asked = messenger.call(claims.expenseTypes).then((answer) => answer.expenseTypes);
  fetched.set(messenger, asked);
  asked.catch(() => fetched.delete(messenger));
  return asked;
}

export interface ExpenseTypes {
  list: readonly ExpenseType[];
  /** The name in the reader's language; the code until the names are here. */
  nameOf(code: string): string;
}

export function useExpenseTypes(): ExpenseTypes {
  const messenger = useMessenger();
  const nameOf = useNameOf();
  const [list, setList] = useState<readonly ExpenseType[]>([]);
  useEffect(() => {
    let isGone = false;
    fetchOnce(messenger).then(
      (types) => !isGone && setList(types),
      // Codes stand in for the names; whatever needs the list asks again when it is opened.
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [messenger]);
  return {
    list,
    nameOf: (code) => {
      const type = list.find((each) => each.code === code);
      return type ? nameOf(type.name) : code;
    },
  };
}
