import { Session } from './session.ts';
import type { State } from './state.ts';

/** The page's only session. */
export const session: Session = new Session();
export const state: State = session.state;
