import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useMe } from '../api/accounts.ts';
import { useCatalog } from '../api/queries.ts';
import { AccountMenu, SetUpItem } from '../features/account/account-menu.tsx';
import { useLanguage } from '../i18n/language.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu.tsx';
import { useExploreAddress } from './explore-address.ts';
import favicon from './favicon.svg';
import { Freshness } from './freshness.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { findPage, PAGE_PERMISSIONS, PAGES, PATHS } from './routes.ts';
import { ShortcutsDialog, useQuestionMarkKey } from './shortcuts-dialog.tsx';
import { useTheme } from './theme.ts';

interface HeaderProps {
  /** Receives the place where a page shows its own tools. */
  readonly onToolsPlace: (place: HTMLElement | null) => void;
}

/** On every page: the name of the data, the pages, the page's own tools, how fresh the data is, language and theme. */
export function Header({ onToolsPlace }: HeaderProps) {
  const { t } = useLanguage();
  const { theme, setTheme } = useTheme();
  const catalog = useCatalog(false);
  const permissions = useMe().data?.permissions;
  const [path] = useLocation();
  const page = findPage(path);
  const exploreAddress = useExploreAddress();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useQuestionMarkKey(() => setHelpOpen(true));
  return (
    <header className="header">
      <button type="button" className="skip-link" onClick={() => focusContent(page === 'explore')}>
        {page === 'explore' ? t.skipToDefinition : t.shell.skip}
      </button>
      <span className="header-brand">
        <img src={favicon} alt="" width="22" height="22" />
        <span className="header-name">{t.appName}</span>
        {catalog.data === undefined ? null : <span className="header-workspace">{catalog.data.name}</span>}
      </span>
      <nav className="header-pages" aria-label={t.shell.pages}>
        {PAGES.filter((name) => permissions?.includes(PAGE_PERMISSIONS[name]) ?? true).map((name) => (
          <Link
            key={name}
            className="header-page"
            href={name === 'explore' ? exploreAddress : PATHS[name]}
            aria-current={name === page ? 'page' : undefined}
          >
            {t.shell.page[name]}
          </Link>
        ))}
      </nav>
      <span className="header-tools" ref={onToolsPlace} />
      <Freshness />
      <LanguageChoice />
      <Menu trigger={<IconButton icon="sliders" label={t.shell.settings} />}>
        <MenuChoice
          label={t.shell.theme}
          value={theme}
          options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t.shell.themes[value] }))}
          onChange={setTheme}
        />
        <MenuLine />
        <MenuItem onSelect={() => setHelpOpen(true)}>{t.shell.shortcuts}</MenuItem>
        <SetUpItem />
      </Menu>
      <AccountMenu />
      <ShortcutsDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </header>
  );
}

/** Moves the focus past the header, in Explore past the catalog too. */
function focusContent(isExplore: boolean): void {
  const target = (isExplore ? document.getElementById('definition') : null) ?? document.querySelector('main');
  if (!(target instanceof HTMLElement)) return;
  target.tabIndex = -1;
  target.focus();
}
