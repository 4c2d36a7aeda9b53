export interface LiveHandlers {
  onText(text: string): void;
  /** Called once, also where the line never came up. */
  onClose(): void;
}

export interface LiveLine {
  /** `faulty`: the line went dead or its server is leaving, so that another server is better asked next. */
  close(why?: 'done' | 'faulty'): void;
  /** Missing where the line has no way back, as with server-sent events. */
  send?(text: string): void;
}

/** One way to keep a line to the server open. */
export interface LiveTransport {
  open(handlers: LiveHandlers): LiveLine;
}

export interface SocketAddress {
  url: string;
  token?: string;
}

export function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
