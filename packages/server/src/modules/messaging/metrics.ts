import { Counter, Gauge, Histogram, type Registry } from '../../platform/metrics.ts';

export interface MessagingMetrics {
  events: Counter<'kind'>;
  groupSize: Histogram;
  commitSeconds: Histogram;
  waitingPosts: Gauge;
  refusedPosts: Counter<'refusal'>;
  sockets: Gauge<'transport'>;
  refusedSockets: Counter<'reason'>;
  frames: Counter;
  pullsTold: Counter;
  slowCut: Counter;
  roomLosses: Counter;
  refusedFrames: Counter<'reason'>;
  roomRefreshes: Counter<'reason'>;
  fanOutTurns: Histogram;
  joinBatchSize: Histogram;
  newsBatchSize: Histogram;
}

export const createMessagingMetrics = (registry: Registry): MessagingMetrics => ({
  ...createWriteMetrics([registry]),
  ...createLiveMetrics([registry]),
});

type WriteMetrics = Pick<MessagingMetrics, 'events' | 'groupSize' | 'commitSeconds' | 'waitingPosts' | 'refusedPosts'>;

function createWriteMetrics(registers: Registry[]): WriteMetrics {
  return {
    events: new Counter({
      name: 'messaging_events_total',
      help: 'Events written to conversation logs.',
      labelNames: ['kind'],
      registers,
    }),
    groupSize: new Histogram({
      name: 'messaging_commit_group_size',
      help: 'Messages that shared one transaction.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'messaging_commit_seconds',
      help: 'Time of one group from start to commit.',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
      registers,
    }),
    waitingPosts: new Gauge({ name: 'messaging_waiting_posts', help: 'Messages that wait for a commit.', registers }),
    refusedPosts: new Counter({
      name: 'messaging_refused_posts_total',
      help: 'Messages that were refused, by name.',
      labelNames: ['refusal'],
      registers,
    }),
  };
}

function createLiveMetrics(registers: Registry[]): Omit<MessagingMetrics, keyof WriteMetrics> {
  return {
    sockets: new Gauge({
      name: 'messaging_live_sockets',
      help: 'Open live connections.',
      labelNames: ['transport'],
      registers,
    }),
    refusedSockets: new Counter({
      name: 'messaging_refused_live_sockets_total',
      help: 'Live connections that were turned away.',
      labelNames: ['reason'],
      registers,
    }),
    frames: new Counter({
      name: 'messaging_live_frames_total',
      help: 'Frames written to live connections.',
      registers,
    }),
    pullsTold: new Counter({
      name: 'messaging_live_pulls_told_total',
      help: 'Times that a slow connection lost frames and was told to pull.',
      registers,
    }),
    slowCut: new Counter({
      name: 'messaging_live_slow_lines_cut_total',
      help: 'Live connections that were cut off because they stayed slow.',
      registers,
    }),
    roomLosses: new Counter({
      name: 'messaging_room_pulls_told_total',
      help: 'Times that everybody in a conversation was told to pull: too many events wait, or one is too big for the bus.',
      registers,
    }),
    refusedFrames: new Counter({
      name: 'messaging_refused_live_frames_total',
      help: 'Frames of clients that ended their connections: malformed, too many, or too big.',
      labelNames: ['reason'],
      registers,
    }),
    roomRefreshes: new Counter({
      name: 'messaging_room_refreshes_total',
      help: 'Times that membership was read anew because events were missing, or might be.',
      labelNames: ['reason'],
      registers,
    }),
    fanOutTurns: new Histogram({
      name: 'messaging_fan_out_turn_seconds',
      help: 'Time of one turn of writing to live connections, after which everything else has its turn.',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05],
      registers,
    }),
    joinBatchSize: new Histogram({
      name: 'messaging_live_join_batch_size',
      help: 'Live connections that shared one reading of the database when they opened.',
      buckets: [1, 2, 5, 10, 20, 50, 100],
      registers,
    }),
    newsBatchSize: new Histogram({
      name: 'messaging_user_news_batch_size',
      help: 'People whose news shared one reading of the database.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200],
      registers,
    }),
  };
}
