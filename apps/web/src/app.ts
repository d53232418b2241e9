import { Session } from './state/session.ts';
import type { State } from './state/state.ts';

/** The page's one session. */
export const session: Session = new Session();
export const state: State = session.state;
