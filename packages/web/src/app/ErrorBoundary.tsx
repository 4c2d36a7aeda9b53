import { Component, type ReactNode } from 'react';
import { Broken } from './Broken.tsx';

interface ErrorBoundaryProps {
  /** A new value, such as another address, gives the content another try. */
  resetKey?: string;
  children: ReactNode;
}

interface State {
  hasFailed: boolean;
  resetKey: string | undefined;
}

/** Keeps a fault of one page from taking the others with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { hasFailed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Partial<State> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps(props: ErrorBoundaryProps, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { hasFailed: false, resetKey: props.resetKey };
  }

  override render() {
    return this.state.hasFailed ? <Broken /> : this.props.children;
  }
}
