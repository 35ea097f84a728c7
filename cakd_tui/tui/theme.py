"""The two looks: ink at night, paper by day. Everything else about looks is in the stylesheet."""

from typing import Final

from textual.theme import Theme

NIGHT: Final = Theme(
    name="cakd-night",
    primary="#8ea2ff",
    accent="#8ea2ff",
    foreground="#d7dae6",
    background="#12141c",
    surface="#171a24",
    panel="#1f2433",
    success="#6fd08c",
    warning="#e8b44c",
    error="#f2777a",
    dark=True,
    text_alpha=1.0,
    variables={
        "quiet": "#8d91a0",
        "line": "#2b3040",
        "chosen": "#232840",
        "badge": "#3a2f1c",
        "on-primary": "#12141c",
        "input-cursor-background": "#8ea2ff",
        "input-cursor-foreground": "#12141c",
        "input-selection-background": "#3a4470",
        "scrollbar": "#2b3040",
        "scrollbar-hover": "#8d91a0",
        "scrollbar-active": "#8ea2ff",
        "scrollbar-background": "#12141c",
        "scrollbar-background-hover": "#12141c",
        "scrollbar-background-active": "#12141c",
        "scrollbar-corner-color": "#12141c",
    },
)

DAY: Final = Theme(
    name="cakd-day",
    primary="#4353c4",
    accent="#4353c4",
    foreground="#20232e",
    background="#fbfbfd",
    surface="#f0f1f6",
    panel="#e6e8f1",
    success="#1a7f47",
    warning="#8a5a00",
    error="#c22f3d",
    dark=False,
    text_alpha=1.0,
    variables={
        "quiet": "#5f6371",
        "line": "#d5d8e6",
        "chosen": "#e0e3f5",
        "badge": "#ecdfca",
        "on-primary": "#ffffff",
        "input-cursor-background": "#4353c4",
        "input-cursor-foreground": "#ffffff",
        "input-selection-background": "#c5ccf5",
        "scrollbar": "#c3c7da",
        "scrollbar-hover": "#666a78",
        "scrollbar-active": "#4353c4",
        "scrollbar-background": "#fbfbfd",
        "scrollbar-background-hover": "#fbfbfd",
        "scrollbar-background-active": "#fbfbfd",
        "scrollbar-corner-color": "#fbfbfd",
    },
)
