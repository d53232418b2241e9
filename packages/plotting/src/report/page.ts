import type { Figure } from '../figure.ts';

/** A page as plain data. `htmlPage` makes one file of it, and escapes every string. */
export interface Page {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle?: string | undefined;
  /** BCP 47. Default `en`. */
  readonly language?: string | undefined;
  readonly sections: readonly Section[];
}

/** A part of a page. */
export interface Section {
  /** Without a heading, the blocks follow directly. */
  readonly heading?: string | undefined;
  readonly blocks: readonly Block[];
}

/** What a section of a page is made of. */
export type Block = TextBlock | HeadlineBlock | FiguresBlock | FactsBlock | TableBlock | DetailsBlock;

/** A paragraph; a `notice` stands out. */
export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
  readonly notice?: boolean | undefined;
}

/** Figures in large type, the first the largest. */
export interface HeadlineBlock {
  readonly kind: 'headline';
  readonly figures: readonly { readonly value: string; readonly label: string }[];
}

/** Figures side by side where there is room. */
export interface FiguresBlock {
  readonly kind: 'figures';
  readonly figures: readonly Figure[];
}

/** Names and values. */
export interface FactsBlock {
  readonly kind: 'facts';
  readonly title?: string | undefined;
  readonly facts: readonly Fact[];
}

/** A name and its value, as a list of facts shows them. */
export type Fact = readonly [name: string, value: string | number | boolean];

/** A table with a caption. */
export interface TableBlock {
  readonly kind: 'table';
  readonly caption: string;
  /** Numeric columns are right-aligned. */
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean | undefined }[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Blocks folded away behind their summary. */
export interface DetailsBlock {
  readonly kind: 'details';
  readonly summary: string;
  readonly blocks: readonly Block[];
}
