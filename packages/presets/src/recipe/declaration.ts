import type { Kind } from './kind.ts';

/** An entry of the table of settings. */
export interface Declaration<Value> {
  /** Its name on the command line and in a link: `learning-rate`. */
  readonly flag: string;
  /** The placeholder of its value in help texts: `rate`. */
  readonly placeholder: string;
  /** One line for help texts. */
  readonly help: string;
  /** Its name in a report and in a form. */
  readonly label: string;
  readonly kind: Kind<Value>;
  /** The setting that this one is a short form of; it has no value of its own. */
  readonly shortFor?: string;
  /** Whether a resumed run may raise it. By default a resumed run keeps its value. */
  readonly growsAtResume?: boolean;
}

/** A setting that every recipe has, with its default. */
export interface PlainDeclaration<Value> extends Declaration<Value> {
  readonly default: Value;
  /** The value of runs from before this setting existed, whose `run.json` lacks it. */
  readonly before?: Value;
}

/** The settings of an interface, each declared. */
export type Declarations<Settings> = {
  readonly [Name in keyof Settings]: PlainDeclaration<Settings[Name]>;
};
