import { userInfo } from 'node:os';
import { PERMISSIONS, type Permission, type PlainValue, PRIVACY_CLASSES, type PrivacyClass } from '@silhouette/model';

/** Who asks, as records name them. */
export interface Actor {
  /** `local`: the user of the server's own machine, while there are no accounts; `key`: a program with an API key. */
  readonly kind: 'local' | 'person' | 'key';
  /** Stable: an account's id, a key's id, or `local`. */
  readonly id: string;
  /** What people read: an e-mail address, a key's name, or the name of the process's user. */
  readonly name: string;
}

/** What one request may do, whom it may know of, and which attributes there are for it. */
export interface Access {
  readonly actor: Actor;
  /** The account behind it: of a key, its owner's. Null: the local owner, who has none. */
  readonly personId: string | null;
  readonly permissions: ReadonlySet<Permission>;
  /** Permissions of theirs that wait for a second factor; absent: none do. */
  readonly heldBack?: ReadonlySet<Permission>;
  /** Attributes and fields of other classes do not exist for this request. */
  readonly classes: ReadonlySet<PrivacyClass>;
  /** A definition in the audience language: there are no other customers for this request. Null: all of them. */
  readonly rowScope: PlainValue | null;
  /** What personal data is looked at for, as told with the request; null: nothing was told. */
  readonly purpose: string | null;
}

/** The one who may do everything: whoever sits at the machine, as long as nobody has an account. */
export function giveLocalAccess(): Access {
  return {
    actor: { kind: 'local', id: 'local', name: describeProcessUser() },
    personId: null,
    permissions: new Set(PERMISSIONS),
    classes: new Set(PRIVACY_CLASSES),
    rowScope: null,
    purpose: null,
  };
}

/** The user of this process by name, or by number where the system has no name for it. */
function describeProcessUser(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers run under numbers that no file of users lists.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
