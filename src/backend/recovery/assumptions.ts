// What item recovery assumes of Wix, which nobody has checked on a live site. `npm run probe` asks.

/**
 * A copy made by restoring into a destination keeps `_updatedDate`: equal dates mean equal items, and only what
 * differs is read whole. Off, every pair is read whole and compared.
 */
export const COPIES_KEEP_DATES = true

/**
 * A copy's single references may be text fields: a restore fills them with the same IDs. As references, Wix would clear
 * them in the copy too when somebody deletes what they point at while a look is open. Off, they are references.
 */
export const COPIES_HOLD_REFERENCES_AS_TEXT = true

/**
 * A restore takes a destination that exists, and leaves its permissions as they are: a copy is created closed, and
 * then restored into. Off, the copy is checked the moment it is there, and removed at once where it is open.
 */
export const RESTORES_INTO_EXISTING = true
