"""What may be called in a cell."""

from roadmap_xl.addin.officejs_functions import *  # noqa: F403 - xlwings-server looks them up here
