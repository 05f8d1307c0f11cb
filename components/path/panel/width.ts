/** Of the docked panel, px: the picture is laid out beside it whether the panel is open or not. */
export const panelWidth = 348
/** What the sheet at the bottom of narrower windows shows of itself while it is closed, px. */
export const peekHeight = 88
