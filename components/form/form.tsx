'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  FormProvider,
  type Resolver,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import type { z } from 'zod';
import { toast } from '../feedback/toaster.tsx';
import { cn } from '../ui/cn.ts';
import type { ActionResult } from './action-result.ts';
import { applyServerErrors } from './apply-server-errors.ts';
import { FormProblem } from './form-problem.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { SaveBar } from './save-bar.tsx';

export interface FormProps<In extends FieldValues, Out> {
  /** The zod schema the server action parses with, too. */
  schema: z.ZodType<Out, In>;
  /** Every field has one ('' for empty texts), so that "changed" can be told. New values reset the form while it is untouched. */
  defaultValues: DefaultValues<In>;
  /** The server action. Its `errors` land on their fields, its `message` above the form. */
  onSubmit: (values: Out) => Promise<ActionResult>;
  /** After a successful save: navigate, refetch. */
  onSaved?: (values: Out) => void;
  children: ReactNode;
  /** Toast after a save; null = none. */
  savedMessage?: string | null;
  saveLabel?: string;
  /** `bar`: sticky Discard/Save once something changed (default). `buttons`: always there (creating). `none`: the children bring a submit button. */
  actions?: 'bar' | 'buttons' | 'none';
  /** Asks before leaving with changes (default true). */
  guard?: boolean;
  id?: string;
  className?: string;
}

/**
 * A form: validated on blur and on save, first error focused, Ctrl/Cmd-S saves, leaving with changes asks.
 * Fields inside find it by context: `<TextField name="host" label="Host" />`.
 */
export function Form<In extends FieldValues, Out>(props: FormProps<In, Out>) {
  const { actions = 'bar', guard = true, saveLabel = 'Save' } = props;
  const form = useForm<In, unknown, Out>({
    resolver: zodResolver(props.schema as never) as unknown as Resolver<In, unknown, Out>,
    defaultValues: props.defaultValues,
    mode: 'onTouched',
    shouldFocusError: true,
  });
  const [problem, setProblem] = useState<string | null>(null);
  const element = useRef<HTMLFormElement>(null);
  const { isDirty, isSubmitting } = form.formState;
  useFreshDefaults(form, props.defaultValues);
  useSaveKey(element);

  const save = form.handleSubmit(async (values) => {
    setProblem(null);
    const result = await answer(props.onSubmit(values));
    if (!result.ok) {
      const rest = applyServerErrors(form, result);
      setProblem(rest);
      return;
    }
    form.reset(form.getValues());
    if (props.savedMessage !== null) toast.success(props.savedMessage ?? 'Saved');
    props.onSaved?.(values);
  });

  const discard = () => {
    form.reset();
    setProblem(null);
  };
  const showActions = actions === 'buttons' || (actions === 'bar' && (isDirty || isSubmitting));
  return (
    <FormProvider {...form}>
      <form
        ref={element}
        id={props.id}
        // Sent before the page has become alive, the values must not land in the address.
        method="post"
        noValidate
        onSubmit={(event) => {
          event.stopPropagation();
          void save(event);
        }}
        className={cn('@container flex flex-col', props.className)}
      >
        <FormProblem message={problem} />
        {props.children}
        {showActions ? (
          <SaveBar
            dirty={isDirty}
            saving={isSubmitting}
            saveLabel={saveLabel}
            onDiscard={discard}
            sticky={actions === 'bar'}
          />
        ) : null}
        {guard ? <LeaveGuard when={isDirty && !isSubmitting} /> : null}
      </form>
    </FormProvider>
  );
}

/** A broken connection is an answer, too: the typed values stay and the user can try again. */
async function answer(pending: Promise<ActionResult>): Promise<ActionResult> {
  try {
    return await pending;
  } catch (error) {
    // Redirects and not-found travel as errors with a digest: they belong to the router.
    if (error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_')) throw error;
    return {
      ok: false,
      message:
        'The changes were not saved: the server did not answer. What you typed is still here; try again in a moment.',
    };
  }
}

function useFreshDefaults<In extends FieldValues, Out>(
  form: UseFormReturn<In, unknown, Out>,
  values: DefaultValues<In>,
) {
  const key = JSON.stringify(values);
  const seen = useRef(key);
  useEffect(() => {
    if (seen.current === key || form.formState.isDirty) return;
    seen.current = key;
    form.reset(JSON.parse(key) as In);
  }, [key, form]);
}

function useSaveKey(element: { current: HTMLFormElement | null }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      element.current?.requestSubmit();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [element]);
}
