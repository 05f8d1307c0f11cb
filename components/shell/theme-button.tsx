'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { chooseTheme, nextTheme, type Theme, useTheme } from '@/components/shell/use-theme'
import { IconButton } from '@/components/ui/button'

const glyphs = { light: Sun, dark: Moon, system: Monitor } satisfies Record<Theme, typeof Sun>

/** Light → dark → as the system has it. */
export function ThemeButton() {
  const t = useTranslations('shell')
  const theme = useTheme()
  const Glyph = glyphs[theme]
  return (
    <IconButton label={t('theme', { theme: t(`themes.${theme}`) })} onClick={() => chooseTheme(nextTheme(theme))} data-theme-button>
      <Glyph size={16} aria-hidden />
    </IconButton>
  )
}
