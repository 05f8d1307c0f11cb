/** Of the docked panel, px: the picture is laid out beside it whether the panel is open or not. */
export const panelWidth = 348
