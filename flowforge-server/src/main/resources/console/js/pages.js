// @ts-check
/** @typedef {import('./lib/router.js').PageRow} PageRow */

/** Where each page is. The module of a page is loaded when somebody goes there. @type {PageRow[]} */
export const PAGES = [
  ['/', () => import('./pages/requests.js'), 'Requests', { needsOrganization: true }],
  ['/requests', () => import('./pages/requests.js'), 'Requests', { needsOrganization: true }],
  ['/requests/:id', () => import('./pages/request.js'), 'Request'],
  ['/services', () => import('./pages/services.js'), 'Services', { needsOrganization: true }],
  ['/services/:id', () => import('./pages/service.js'), 'Service', { needsOrganization: true }],
  ['/inbox', () => import('./pages/inbox.js'), 'Inbox'],
  ['/pipelines', () => import('./pages/pipelines.js'), 'Pipelines', { needsOrganization: true, needsAdmin: true }],
  ['/pipelines/new', () => import('./pages/pipeline-edit.js'), 'New pipeline', { needsOrganization: true, needsAdmin: true }],
  ['/pipelines/:id', () => import('./pages/pipeline.js'), 'Pipeline', { needsOrganization: true, needsAdmin: true }],
  ['/pipelines/:id/edit', () => import('./pages/pipeline-edit.js'), 'Edit pipeline', { needsOrganization: true, needsAdmin: true }],
  ['/pipelines/:id/versions', () => import('./pages/pipeline-versions.js'), 'Versions', { needsOrganization: true, needsAdmin: true }],
  ['/members', () => import('./pages/members.js'), 'Members', { needsOrganization: true }],
  ['/secrets', () => import('./pages/secrets.js'), 'Secrets', { needsOrganization: true, needsAdmin: true }],
  ['/organization', () => import('./pages/organization.js'), 'Organization'],
  ['/profile', () => import('./pages/profile.js'), 'Profile'],
];
