import { create } from 'zustand';

/** Whether the server has said that nobody is signed in. Set by whichever request met it; taken back by signing in. */
export const useSignedOut = create<{ readonly isOut: boolean }>()(() => ({ isOut: false }));

/** The server does not know who asks. */
export function noteSignedOut(): void {
  useSignedOut.setState({ isOut: true });
}

/** Somebody has signed in, or wants to look at the page a little longer: the next request tells again. */
export function noteSignedIn(): void {
  useSignedOut.setState({ isOut: false });
}
