import {BACKUP_QUESTIONS} from './backup-questions'
import {COPY_QUESTIONS} from './copy-questions'
import {ITEM_QUESTIONS} from './item-questions'
import type {Question} from './question'

/** Asked in this order, each on what the ones before have left; those first that decide the most. */
export const QUESTIONS: Question[] = [...COPY_QUESTIONS, ...ITEM_QUESTIONS, ...BACKUP_QUESTIONS]
