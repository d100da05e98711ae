import type { AudienceVersion, CurrentVersion, SavedAudience } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type AudienceContent, changeAudience, createAudience } from '../../api/audiences.ts';
import { makeKey } from '../../api/make-key.ts';
import { ApiError } from '../../api/request-json.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import type { JsonObject } from '../explore/definition/to-definition.ts';
import { AsOfNote } from './as-of-note.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { type AudienceForm, checkForm, type FormProblems, sortIssues } from './read-save-problems.ts';
import { SaveForm } from './save-form.tsx';
import { SaveProblems } from './save-problems.tsx';
import { isSameTags, selectChanges } from './select-changes.ts';
import { sendOnce } from './send-once.ts';
import './save-dialog.css';

/** What is to be saved. */
export type SaveRequest =
  | { readonly kind: 'new'; readonly definition: JsonObject; readonly like: SavedTexts | null }
  /** `definition` null: the conditions are not changed. */
  | { readonly kind: 'change'; readonly before: SavedAudience | AudienceVersion; readonly definition: JsonObject | null };

/** What a saved audience says of itself. */
export type SavedTexts = Pick<SavedAudience, 'name' | 'description' | 'tags'>;

interface SaveDialogProps {
  readonly request: SaveRequest;
  /** Conditions that are on the page but take no part. */
  readonly left: number;
  /** Whether opening the other's version leads back to what is here by undoing. */
  readonly canUndo: boolean;
  /** Whether the number on the page is of another time than the newest data. */
  readonly isElsewhen?: boolean;
  readonly onClose: () => void;
  readonly onSaved: (saved: SavedAudience) => void;
  readonly onOpenTheirs: (theirs: SavedAudience) => void;
}

const NO_PROBLEMS: FormProblems = { name: null, description: null, tags: null, note: null };

/**
 * Saves an audience or a change of one. Where somebody saved meanwhile it says so and asks what to do; what was written
 * stays in it until it is saved, or dropped when asked. Sent again after a lost answer it saves nothing twice.
 */
export function SaveDialog(props: SaveDialogProps) {
  const { request, left, canUndo, isElsewhen = false, onClose, onSaved, onOpenTheirs } = props;
  const { t } = useLanguage();
  const client = useQueryClient();
  const [form, setForm] = useState(() => readForm(request));
  const [keys] = useState(() => ({ create: makeKey(), change: makeKey() }));
  const [isAsNew, setAsNew] = useState(request.kind === 'new');
  const [isChecked, setChecked] = useState(false);
  // What somebody else saved meanwhile, until it is settled.
  const [conflict, setConflict] = useState<CurrentVersion | null>(null);
  const texts = t.audiences.save;
  const mutation = useMutation({
    mutationFn: ({ onTopOf, isNew }: { readonly onTopOf: number | null; readonly isNew: boolean }) => {
      const note = form.note.trim() === '' ? {} : { note: form.note.trim() };
      if (request.kind === 'new' || isNew) {
        const definition =
          request.definition ??
          // Only a change of texts has no definition of its own; the saved one is plain JSON.
          (request.kind === 'change' ? (request.before.definition as JsonObject) : {});
        const content = { ...trimForm(form), definition };
        return sendOnce(
          keys.create,
          (key) => createAudience(client, content, key),
          (saved, key) => changeAudience(client, saved, content, key),
        );
      }
      const { before, definition } = request;
      const content: AudienceContent = {
        ...selectChanges(before, trimForm(form)),
        ...(definition === null ? {} : { definition }),
        ...note,
      };
      const read = { id: before.id, version: onTopOf ?? before.version };
      return sendOnce(
        keys.change,
        (key) => changeAudience(client, read, content, key),
        (saved, key) => changeAudience(client, saved, content, key),
      );
    },
    onSuccess: (saved, { isNew }) => {
      const isSame = !isNew && request.kind === 'change' && saved.version === request.before.version;
      const told = isSame ? texts.unchanged : texts.doneVersion;
      showToast(isNew ? texts.done(saved.name) : told(saved.name, saved.version));
      onSaved(saved);
    },
    onError: (failure) => setConflict(failure instanceof ApiError ? failure.current : null),
  });
  const { error } = mutation;
  const isGone = request.kind === 'change' && error instanceof ApiError && error.status === 404;
  const said = error instanceof ApiError && error.current === null && !isGone ? sortIssues(error.issues, t) : null;
  const checked = checkForm(form, t);
  const isFine = Object.values(checked).every((problem) => problem === null);
  const own = isChecked ? checked : NO_PROBLEMS;
  const problems: FormProblems = {
    name: own.name ?? said?.fields.name ?? null,
    description: own.description ?? said?.fields.description ?? null,
    tags: own.tags ?? said?.fields.tags ?? null,
    note: own.note ?? said?.fields.note ?? null,
  };
  const submit = (onTopOf: number | null = null) => {
    setChecked(true);
    if (isFine && !mutation.isPending) mutation.mutate({ onTopOf, isNew: isAsNew });
  };
  const saveAsNew = () => {
    setAsNew(true);
    setConflict(null);
    mutation.reset();
    if (request.kind === 'change' && form.name === request.before.name)
      setForm({ ...form, name: t.audiences.copyOf(form.name) });
  };
  const isConflict = conflict !== null && request.kind === 'change';
  const begun = readForm(request);
  const isWritten = (['name', 'description', 'note'] as const).some((field) => form[field] !== begun[field]);
  return (
    <Dialog
      title={isConflict ? t.audiences.conflict.title(request.before.name) : nameRequest(request, isAsNew, t)}
      isOpen
      onClose={onClose}
    >
      <Unsaved when={isWritten || !isSameTags(form.tags, begun.tags)} />
      {isConflict ? (
        <ConflictPanel
          before={request.before}
          current={conflict}
          definition={request.definition}
          texts={{ ...selectChanges(request.before, trimForm(form)), note: form.note.trim() }}
          canUndo={canUndo}
          isSaving={mutation.isPending}
          onSaveOnTop={(version) => submit(version)}
          onSaveAsNew={saveAsNew}
          onOpenTheirs={onOpenTheirs}
          onIsSaved={onSaved}
          onBack={() => setConflict(null)}
        />
      ) : (
        <SaveForm
          form={form}
          problems={problems}
          isChange={!isAsNew}
          isSaving={mutation.isPending}
          submitLabel={isAsNew || request.kind === 'new' ? texts.submit : texts.submitVersion(request.before.version + 1)}
          onChange={setForm}
          onSubmit={() => submit()}
        >
          {left === 0 ? null : <p className="hint">{texts.left(left)}</p>}
          {isElsewhen && request.definition !== null ? <AsOfNote definition={request.definition} /> : null}
          <SaveProblems
            error={error instanceof ApiError && error.current !== null && request.kind === 'change' ? null : error}
            others={said?.others ?? []}
            isGone={isGone}
            onSaveAsNew={saveAsNew}
          />
        </SaveForm>
      )}
    </Dialog>
  );
}

function nameRequest(request: SaveRequest, isAsNew: boolean, t: ReturnType<typeof useLanguage>['t']): string {
  const texts = t.audiences.save;
  if (request.kind === 'new' || isAsNew) return texts.titleNew;
  return request.definition === null ? texts.titleDetails(request.before.name) : texts.titleChange(request.before.name);
}

function readForm(request: SaveRequest): AudienceForm {
  const from = request.kind === 'new' ? request.like : request.before;
  return { name: from?.name ?? '', description: from?.description ?? '', tags: from?.tags ?? [], note: '' };
}

function trimForm({ name, description, tags }: AudienceForm): SavedTexts {
  return { name: name.trim(), description: description.trim() === '' ? null : description.trim(), tags: [...tags] };
}
