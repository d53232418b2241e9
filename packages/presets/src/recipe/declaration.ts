import type { Kind } from './kind.ts';

/** What the table of settings says of one. */
export interface Declaration<Value> {
  /** Its name on the command line and in a link: `learning-rate`. */
  readonly flag: string;
  /** What help texts show in place of a value: `rate`. */
  readonly placeholder: string;
  /** One line for help texts. */
  readonly help: string;
  /** Its name in a report and in a form. */
  readonly label: string;
  readonly kind: Kind<Value>;
  /** Whether a run that goes on may be given more of it. By default it keeps what it was made with. */
  readonly growsAtResume?: boolean;
}

/** A setting that every recipe has, with its default. */
export interface PlainDeclaration<Value> extends Declaration<Value> {
  readonly default: Value;
  /** What runs did before there was this setting; their `run.json` lacks it. */
  readonly before?: Value;
}

/** The settings of an interface, each declared. */
export type Declarations<Settings> = {
  readonly [Name in keyof Settings]: PlainDeclaration<Settings[Name]>;
};
