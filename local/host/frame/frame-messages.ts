/** Between the dashboard frame and the page frame in it, besides the dashboard's own handshake. Same origin only. */

export type ToDashboardFrame = {type: 'page-ready'}

export type ToPage = {type: 'start'; identity: string}
