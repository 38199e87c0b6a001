import type {PageState} from 'public/page/page-state'

/** A state of the page, with a name: built by running the page, photographed by scripts/screenshots.mjs. */
export interface Story {
  name: string
  language?: 'en-US' | 'he'
  width?: number
  zoom?: number
  /** Without opened: the element has just been put in. */
  build(): Promise<PageState>
}
