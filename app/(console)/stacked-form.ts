/** Look of a form whose fields stand directly under each other; the empty place of its error message takes no room. */
export const stackedForm = 'gap-4 [&>[role=alert]:empty]:-mb-4';
