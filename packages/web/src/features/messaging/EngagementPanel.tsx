import type { Engagement } from '@countinghouse/protocol';
import { DateText } from '../../shared/DateText.tsx';
import { dayNumber } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { Panel, PanelRow } from '../../shared/Panel.tsx';
import { messagingTexts } from './texts.ts';

interface EngagementPanelProps {
  engagement: Engagement;
  name: string;
  leadName: string;
  now: Date;
}

export function EngagementPanel({ engagement, name, leadName, now }: EngagementPanelProps) {
  const texts = useTexts(messagingTexts);
  const { dueDate } = engagement;
  const days = dueDate ? dayNumber(new Date(`${dueDate}T00:00:00`)) - dayNumber(now) : null;
  const remaining =
    days === null ? undefined : days > 0 ? texts.daysLeft(days) : days < 0 ? texts.daysOver(-days) : texts.dueToday;
  return (
    <Panel title={texts.engagementPanel} extra={engagement.code}>
      <PanelRow label={name} />
      <PanelRow label={texts.client} value={engagement.clientName} />
      <PanelRow label={texts.leadLabel} value={leadName} />
      {dueDate && <PanelRow label={texts.due} value={<DateText at={dueDate} />} valueNote={remaining} />}
    </Panel>
  );
}
