import { useLocation } from 'wouter';
import { accountsApi, useMe } from '../../api/accounts.ts';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { forgetSession } from '../explore/kept-question.ts';

/** Who is signed in, and what is theirs to manage; nothing while there are no accounts. */
export function AccountMenu() {
  const { t } = useLanguage();
  const { data: me } = useMe();
  const [, go] = useLocation();
  const texts = t.accounts;
  if (me === undefined || me.account === null) return null;
  const signOut = () => {
    // Loaded anew, in the place of the page: nothing of who was here stays in it, in its address or in the tab's session.
    const leave = () => {
      forgetSession();
      location.replace(PATHS.signIn);
    };
    accountsApi.signOut().then(leave, leave);
  };
  return (
    <Menu
      trigger={
        <button type="button" className="header-account" aria-label={texts.accountOf(me.account.email)}>
          <Icon name="people" />
          <span className="header-account-name">{me.account.email}</span>
        </button>
      }
    >
      <p className="menu-label">
        {me.account.name}
        <br />
        {me.account.email}
      </p>
      <MenuItem onSelect={() => go(PATHS.account)}>{texts.account}</MenuItem>
      <ManageItems />
      <MenuLine />
      <MenuItem onSelect={signOut}>{texts.signOut}</MenuItem>
    </Menu>
  );
}

/** People and roles, for those who may manage them. */
function ManageItems() {
  const { t } = useLanguage();
  const { data: me } = useMe();
  const [, go] = useLocation();
  return (
    <>
      {me?.permissions.includes('people.manage') ? (
        <MenuItem onSelect={() => go(PATHS.people)}>{t.accounts.people}</MenuItem>
      ) : null}
      {me?.permissions.includes('roles.manage') ? (
        <MenuItem onSelect={() => go(PATHS.roles)}>{t.accounts.roles}</MenuItem>
      ) : null}
    </>
  );
}

/** The way to the first account, while nobody has one. */
export function SetUpItem() {
  const { t } = useLanguage();
  const { data: me } = useMe();
  const [, go] = useLocation();
  if (me?.actor.kind !== 'local') return null;
  return (
    <>
      <MenuLine />
      <MenuItem onSelect={() => go(PATHS.setUp)}>{t.accounts.setUpMenu}</MenuItem>
    </>
  );
}
