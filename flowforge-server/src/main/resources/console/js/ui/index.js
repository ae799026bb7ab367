// @ts-check
/** All components in one place, so that a page has one line of imports. */
export { Button, LinkButton } from './button.js';
export { Confirm, Dialog } from './dialog.js';
export { Empty, ErrorBox, Note, Skeleton, Toast, toast } from './feedback.js';
export { Field, FieldSet } from './field.js';
export { FormFields, fieldId } from './form-fields.js';
export { Icon, Logo } from './icon.js';
export { List } from './list.js';
export { Page } from './page.js';
export { STATUSES, Status, statusWord } from './status.js';
export { Segments, Tabs } from './tabs.js';
export { Time, UserName } from './time.js';
