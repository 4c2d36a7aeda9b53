import type { ClaimId } from '@countinghouse/protocol';
import { Segmented } from 'antd';
import { useCallback, useEffect } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useTexts } from '../../shared/locale.tsx';
import { useMe } from '../../shared/messenger.tsx';
import { Page } from '../../shared/Page.tsx';
import { paths } from '../../shared/paths.ts';
import { EmptyState } from '../../shared/States.tsx';
import { useSidePane } from '../../shared/side-pane.tsx';
import { ArchiveList } from './ArchiveList.tsx';
import { Queue } from './Queue.tsx';
import { financeTexts } from './texts.ts';
import { VoucherEditor } from './VoucherEditor.tsx';
import { VoucherList } from './VoucherList.tsx';

const tabs = ['queue', 'vouchers', 'archive'] as const;
type Tab = (typeof tabs)[number];

const pathOf = (tab: Tab) => (tab === 'queue' ? paths.finance : `${paths.finance}/${tab}`);

/** The queue, the vouchers, the archive. `?claim=` opens the voucher of that claim. */
export function FinancePage() {
  const texts = useTexts(financeTexts);
  const me = useMe();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const tab = tabs.find((each) => pathname === pathOf(each)) ?? 'queue';
  const bookClaim = useBooking();
  if (!me.roles.includes('finance')) return <EmptyState mark="财" title={texts.noRight} />;
  return (
    <Page
      title={texts.title}
      tools={
        <Segmented
          aria-label={texts.tabs}
          value={tab}
          onChange={(next) => navigate(pathOf(next))}
          options={tabs.map((value) => ({ value, label: texts[`tab_${value}`] }))}
        />
      }
    >
      {tab === 'queue' && <Queue onBook={bookClaim} />}
      {tab === 'vouchers' && <VoucherList />}
      {tab === 'archive' && <ArchiveList />}
    </Page>
  );
}

/** Opens the voucher beside the queue; an address with a claim in it does the same. */
function useBooking(): (claimId: ClaimId) => void {
  const { open, close } = useSidePane();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('claim');
  const book = useCallback(
    (claimId: ClaimId) => open(<VoucherEditor claimId={claimId} onClose={close} />),
    [open, close],
  );
  useEffect(() => {
    if (asked === null) return;
    setSearch({}, { replace: true });
    book(asked as ClaimId); // The server refuses what is no claim's id.
  }, [asked, book, setSearch]);
  return book;
}
