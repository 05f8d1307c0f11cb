/** The columns of head and rows alike. */
export const COLUMNS =
  'grid grid-cols-[34px_minmax(170px,1fr)_repeat(5,minmax(86px,118px))_minmax(70px,182px)_62px_112px] items-center gap-x-1 max-dock:grid-cols-[28px_minmax(150px,1fr)_repeat(5,92px)_minmax(60px,110px)_54px_100px]'
